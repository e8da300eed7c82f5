/** {@code /console/projects}: the tenant's projects. */
@NullMarked
package io.hookbridge.console.project;

import org.jspecify.annotations.NullMarked;
