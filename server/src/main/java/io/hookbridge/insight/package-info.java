/**
 * What can be seen of messages: logs, metrics, series, exports, the ledger. These packages read the
 * tables of others, which is their privilege; apart from exports and the folding of counts they
 * write nothing.
 */
@NullMarked
package io.hookbridge.insight;

import org.jspecify.annotations.NullMarked;
