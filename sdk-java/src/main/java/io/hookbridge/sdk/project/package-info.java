/** The projects that a tenant divides its work into. */
@NullMarked
package io.hookbridge.sdk.project;

import org.jspecify.annotations.NullMarked;
