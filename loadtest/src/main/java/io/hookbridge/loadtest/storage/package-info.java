/**
 * S3-compatible storage for payloads that move: s3proxy, with objects in files, as a process that
 * can be killed.
 */
@NullMarked
package io.hookbridge.loadtest.storage;

import org.jspecify.annotations.NullMarked;
