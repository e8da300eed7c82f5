/**
 * The record of who changed what, and who was given a portal session. Rows are added in the
 * transaction of the change itself.
 */
@NullMarked
package io.hookbridge.tenant.audit;

import org.jspecify.annotations.NullMarked;
