/**
 * The API description, for machines as {@code /openapi.yaml} and for people as {@code /docs}.
 *
 * <p>The document is written by hand in {@code docs/openapi.yaml} and is in the jar as it is there.
 * The page is made from it once, for the first who reads it: {@link
 * io.hookbridge.http.openapi.ReadApiPage} turns the document into an {@link
 * io.hookbridge.http.openapi.ApiPage}, and the templates below {@code docs/} only lay that out.
 */
@NullMarked
package io.hookbridge.http.openapi;

import org.jspecify.annotations.NullMarked;
