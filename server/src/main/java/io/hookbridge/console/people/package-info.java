/**
 * {@code /console/people}: who may sign in for the tenant. Owners invite, give roles and remove; a
 * person who looks after the installation is left to the command line.
 */
@NullMarked
package io.hookbridge.console.people;

import org.jspecify.annotations.NullMarked;
