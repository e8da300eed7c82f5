package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Examples that providers have published in their documents. */
@Tag("unit")
class PublishedExamplesTest {

    @Test
    void that_of_github() {
        assertThat(
                        Requests.to("github")
                                .header(
                                        "X-Hub-Signature-256",
                                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
                                .body("Hello, World!")
                                .judgedWith("It's a Secret to Everybody"))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void that_of_slack() {
        assertThat(
                        Requests.to("slack")
                                .at(1_531_420_618)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("X-Slack-Request-Timestamp", "1531420618")
                                .header(
                                        "X-Slack-Signature",
                                        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")
                                .body(
                                        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                                                + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
                                                + "&user_name=roadrunner&command=%2Fwebhook-collect&text="
                                                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                                                + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
                                .judgedWith("8f742231b10e8888abcd99yyyzzz85a5"))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void that_of_twilio() {
        assertThat(
                        Requests.to("twilio")
                                .url("https://mycompany.com/myapp.php?foo=1&bar=2")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
                                .body(
                                        "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234"
                                                + "&From=%2B14158675309&To=%2B18005551212")
                                .judgedWith("12345"))
                .isInstanceOf(Outcome.Verified.class);
    }
}
