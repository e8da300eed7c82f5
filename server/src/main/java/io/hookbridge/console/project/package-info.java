/** {@code /projects}: the tenant's projects, and the switch between them and between modes. */
@NullMarked
package io.hookbridge.console.project;

import org.jspecify.annotations.NullMarked;
