package io.hookbridge.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class RedactionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    key hb_live_FAKE0123456789FAKE0123 used             | key hb_live_*** used
                    "hb_test_FAKE0123456789FAKE0123"                    | "hb_test_***"
                    sk_live_FAKE and rk_test_FAKE_1                     | sk_live_*** and rk_test_***
                    whsec_FAKE0123                                      | whsec_***
                    https://billing.stripe.com/p/session/test_FAKE?x=1  | https://billing.stripe.com/p/session/***?x=1
                    https://checkout.stripe.com/c/pay/cs_FAKE#a         | https://checkout.stripe.com/c/pay/***
                    whsk_FAKE0123+/=                                    | whsk_***
                    /billing/portal/FAKEFAKEFAKEFAKEFAKE-_FAKEFAKEFAKEFAKEFAKE0 | /billing/portal/***
                    /BILLING%2FFAKEFAKEFAKEFAKEFAKE-_FAKEFAKEFAKEFAKEFAKE0 x | /*** x
                    /portal/%46AKEFAKEFAKEFAKEFAKE-_FAKEFAKEFAKEFAKEFAKE0 | /portal/***
                    FAKEFAKEFAKEFAKEFAKE-_FAKEFAKEFAKEFAKEFAKE0,FAKEFAKEFAKEFAKEFAKE-_FAKEFAKEFAKEFAKEFAKE1 | ***,***
                    FAKEFAKEFAKEFAKEFAKE-_FAKEFAKEFAKEFAKEFAKE          | FAKEFAKEFAKEFAKEFAKE-_FAKEFAKEFAKEFAKEFAKE
                    /billing/portal/plan                                | /billing/portal/plan
                    postgresql://user:FAKE@host/name                    | postgresql://user:***@host/name
                    jdbc:postgresql://h/d?user=u&password=FAKE&x=1      | jdbc:postgresql://h/d?user=u&password=***&x=1
                    postgresql://user:FA@KE@host/name                   | postgresql://user:***@host/name
                    jdbc:postgresql://h/d?ssl=true&sslpassword=FAKE     | jdbc:postgresql://h/d?ssl=true&sslpassword=***
                    http://localhost:8080/billing                       | http://localhost:8080/billing
                    nothing secret here                                 | nothing secret here
                    """)
    void a_line_keeps_everything_but_its_secrets(String line, String expected) {
        assertThat(Redaction.of(line)).isEqualTo(expected);
    }
}
