/**
 * The pages of endpoints: the list, the worst first; each of them with what is wrong; creating,
 * changing, pausing, resuming and deleting them, their keys, a test event.
 */
@NullMarked
package io.hookbridge.console.endpoint;

import org.jspecify.annotations.NullMarked;
