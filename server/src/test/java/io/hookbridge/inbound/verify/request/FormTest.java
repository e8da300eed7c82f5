package io.hookbridge.inbound.verify.request;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.net.Header;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Fields of forms of either type. */
@Tag("unit")
class FormTest {

    private static final Source SIGNATURE = new Source.InForm("signature");

    private static Optional<String> signature(String type, String body) {
        ReceivedRequest request =
                new ReceivedRequest(
                        "POST",
                        "https://receive.example.test/",
                        Optional.empty(),
                        List.of(new Header("Content-Type", type)),
                        body.getBytes(UTF_8),
                        0,
                        Optional.empty(),
                        Instant.EPOCH);
        return new RequestValues(request, request.body()).text(SIGNATURE);
    }

    private static Optional<String> ofMultipart(String body) {
        return signature("multipart/form-data; boundary=x", body.replace("\n", "\r\n"));
    }

    @Test
    void an_urlencoded_value_is_decoded() {
        assertThat(urlencoded("a=1&signature=%C3%BC+%2B&signature=2")).contains("ü +");
        assertThat(urlencoded("&&signature")).contains("");
        assertThat(urlencoded("a=1")).isEmpty();
    }

    private static Optional<String> urlencoded(String body) {
        return signature("application/x-www-form-urlencoded; charset=UTF-8", body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signature=1&a=%",
                "signature=1&a=%2",
                "signature=1&a=%zz",
                "signature=1&a=%ff"
            })
    void a_form_that_would_have_to_be_guessed_at_is_not_read(String body) {
        assertThat(urlencoded(body)).isEmpty();
    }

    @Test
    void another_content_type_is_no_form() {
        assertThat(signature("application/x-www-form-urlencodedx", "signature=1")).isEmpty();
        assertThat(signature("text/plain", "signature=1")).isEmpty();
    }

    @Test
    void the_first_text_field_of_a_name_counts_and_files_do_not() {
        assertThat(
                        ofMultipart(
                                """
                                what comes before is nothing
                                --x
                                Content-Disposition: form-data; name="signature"; filename*=UTF-8''a.txt

                                a file
                                --x
                                content-type: text/plain
                                CONTENT-DISPOSITION: form-data; name=signature

                                first
                                line
                                --x
                                Content-Disposition: form-data; name="signature"

                                second
                                --x--
                                """))
                .contains("first\r\nline");
    }

    @Test
    void a_boundary_may_be_quoted_and_a_value_empty() {
        assertThat(
                        signature(
                                "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"",
                                "--a b\r\nContent-Disposition: form-data; name=\"signature\"\r\n\r\n\r\n--a b--"))
                .contains("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--x--",
                "--x\nContent-Disposition: form-data; name=\"signature\"\n\nnever ends",
                "--x\nContent-Disposition: form-data; name=\"signature\"\n--x--",
                "--x\nContent-Disposition: form-data\n\n1\n--x--",
                "--x\n\n1\n--x--",
                "--xContent-Disposition: form-data; name=\"signature\"\n\n1\n--x--",
                "--y\nContent-Disposition: form-data; name=\"signature\"\n\n1\n--y--",
            })
    void a_broken_form_has_no_fields(String body) {
        assertThat(ofMultipart(body)).isEmpty();
    }
}
