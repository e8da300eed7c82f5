package io.hookbridge.sdk.message;

/**
 * Why an attempt failed, and what to do about it.
 *
 * @param kind the cause, for programs. One of {@code no_address}, {@code connection_refused},
 *     {@code connection_timeout}, {@code certificate_of_other_host}, {@code certificate_expired},
 *     {@code certificate_not_trusted}, {@code tls_failed}, {@code tls_timeout}, {@code
 *     answer_timeout}, {@code answer_unfinished}, {@code answer_too_long}, {@code no_http}, {@code
 *     connection_broken}, {@code no_answer}, {@code redirect}, {@code bad_request}, {@code
 *     unauthorized}, {@code forbidden}, {@code not_found}, {@code method_not_allowed}, {@code
 *     request_timeout}, {@code conflict}, {@code gone}, {@code too_large}, {@code
 *     unsupported_type}, {@code rate_limited}, {@code refused}, {@code bad_gateway}, {@code
 *     unavailable}, {@code gateway_timeout}, {@code server_error}, {@code unreadable_headers},
 *     {@code cancelled}, {@code expired}, {@code project_deleted}.
 * @param cause the cause, for people
 * @param remedy what the owner of the receiver or of the endpoint can do
 */
public record Explanation(String kind, String cause, String remedy) {}
