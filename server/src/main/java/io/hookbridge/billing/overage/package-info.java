/**
 * Overage on its way to the provider's meter, by an outbox.
 *
 * <p>An hour that is over, and some minutes more, gets a row with its final count ({@link
 * io.hookbridge.billing.overage.ReportOverage}). States: {@code pending → sent → confirmed}; {@code
 * sent} is written before the request goes out, so a crash leaves a row that may have arrived.
 * Within a day such a row is simply sent again, because the provider counts one identifier once.
 * Later it would count twice, so the meter is asked first: it has nothing, and the report is sent
 * anew; it has exactly this, and the row is confirmed; it has something else, and the row is {@code
 * unclear}. An hour that the provider no longer takes is {@code expired}. The last two need a
 * person.
 */
@NullMarked
package io.hookbridge.billing.overage;

import org.jspecify.annotations.NullMarked;
