/**
 * The record of who changed what, and who was given a portal session. Rows are added in the
 * transaction of the change itself, and read by operators and by callers that may manage.
 */
@NullMarked
package io.hookbridge.tenant.audit;

import org.jspecify.annotations.NullMarked;
