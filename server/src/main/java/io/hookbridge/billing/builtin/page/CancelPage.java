package io.hookbridge.billing.builtin.page;

import java.util.List;

/**
 * What a cancellation will do, before it is done.
 *
 * @param lastDay when the plan ends
 * @param free the title of the plan that applies afterwards
 * @param rows the limits now and afterwards
 */
public record CancelPage(
        Visitor visitor, String plan, String lastDay, String free, List<ConfirmPage.Row> rows) {}
