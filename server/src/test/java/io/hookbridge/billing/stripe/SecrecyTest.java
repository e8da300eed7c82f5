package io.hookbridge.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.stripedouble.Fault;
import io.hookbridge.stripedouble.StripeDouble;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** The logs at DEBUG, ours and those of the SDK, while every kind of failure happens. */
@Tag("unit")
class SecrecyTest {

    private static final Logger ROOT =
            (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final Level USUAL = ROOT.getLevel();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> sdkLog = new CopyOnWriteArrayList<>();
    private final Handler sdkHandler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    sdkLog.add(record.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        log.start();
        ROOT.addAppender(log);
        ROOT.setLevel(Level.DEBUG);
        java.util.logging.Logger.getLogger("").addHandler(sdkHandler);
    }

    @AfterEach
    void stopListening() {
        java.util.logging.Logger.getLogger("").removeHandler(sdkHandler);
        ROOT.setLevel(USUAL);
        ROOT.detachAppender(log);
    }

    @Test
    void neither_a_key_nor_a_url_is_logged_whatever_stripe_does() {
        try (Trial trial = Buyer.begin()) {
            trial.stripe.test().addInvoice("in_FAKE1", Buyer.ID, "paid", 1);
            Buyer.checkout(trial.provider);
            trial.open();
            trial.provider.createPortalSession(
                    Trial.request(Mode.TEST, new PortalWish(PortalFlow.SUBSCRIPTION_CANCEL, "de")));
            trial.fetch();
            for (Fault fault : Fault.values()) {
                if (fault != Fault.SLOW) {
                    trial.stripe.fail(Trial.CREATE_SESSION, fault);
                    trial.stripe.fail(Buyer.CREATE, fault);
                    trial.stripe.fail(Buyer.INVOICES, fault);
                    trial.open();
                    Buyer.checkout(trial.provider);
                    Buyer.invoices(trial.provider, 5, null);
                    trial.stripe.heal();
                }
            }
        }
        String everything =
                log.list.stream().map(ILoggingEvent::getFormattedMessage).toList().toString()
                        + sdkLog;
        assertThat(everything)
                .contains("kind=rate_limited")
                .contains("request=req_FAKE")
                .doesNotContain(StripeDouble.TEST_KEY)
                .doesNotContain("_test_")
                .doesNotContain("/p/session")
                .doesNotContain("/c/pay")
                .doesNotContain("http")
                .doesNotContain("html")
                .doesNotContain("app.example.org");
        assertThat(log.list).allMatch(event -> event.getThrowableProxy() == null);
    }

    @Test
    void what_we_make_prints_neither_a_key_nor_a_url() {
        try (Trial trial = Buyer.begin()) {
            trial.stripe.test().addInvoice("in_FAKE1", Buyer.ID, "paid", 1);
            Asked<PortalOutcome> opened = trial.open();
            assertThat(
                            List.of(
                                            opened,
                                            Buyer.checkout(trial.provider),
                                            Buyer.invoices(trial.provider, 5, null),
                                            Trial.settings(trial.stripe),
                                            trial.provider,
                                            trial.provider.health(),
                                            trial.fetch())
                                    .toString())
                    .contains("bps_FAKE")
                    .contains("cs_test_FAKE", "in_FAKE1")
                    .doesNotContain("sk_")
                    .doesNotContain("/c/pay")
                    .doesNotContain("invoice.stripe.com")
                    .doesNotContain("/p/session");
        }
    }
}
