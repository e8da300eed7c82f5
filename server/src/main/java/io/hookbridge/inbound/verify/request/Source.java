package io.hookbridge.inbound.verify.request;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where in a request a value stands. Written {@code header:NAME}, {@code query:NAME}, {@code
 * form:NAME}, {@code json:PATH}, {@code sig:NAME} or {@code body:sha256}.
 */
public sealed interface Source {

    /** The first header of this name, in any letter case. */
    record InHeader(String name) implements Source {

        @Override
        public String toString() {
            return "header:" + name;
        }
    }

    /** The first parameter of the query of this name, decoded. */
    record InQuery(String name) implements Source {

        @Override
        public String toString() {
            return "query:" + name;
        }
    }

    /** The first field of this name in a form of either type that is no file. */
    record InForm(String name) implements Source {

        @Override
        public String toString() {
            return "form:" + name;
        }
    }

    /** A string, number or boolean in a JSON body, whatever the content type says. */
    record InJson(JsonPath path) implements Source {

        @Override
        public String toString() {
            return "json:" + path;
        }
    }

    /**
     * What stands beside the signature in the same place, such as {@code t} in {@code t=1,v1=…}.
     */
    record InSignature(String name) implements Source {

        @Override
        public String toString() {
            return "sig:" + name;
        }
    }

    /** The SHA-256 of the bytes of the wire in hexadecimal. */
    record HashOfBody() implements Source {

        @Override
        public String toString() {
            return "body:sha256";
        }
    }

    /** How long the name of a header, parameter or field may be. */
    int LONGEST_NAME = 100;

    /** A token (RFC 9110, section 5.6.2). */
    Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1," + LONGEST_NAME + "}");

    /** No blank, brace or plus sign, which mean something where sources are written. */
    Pattern PARAMETER_NAME = Pattern.compile("[!-~&&[^{}+]]{1," + LONGEST_NAME + "}");

    /** Reads what {@code toString} writes; empty for anything else. */
    static Optional<Source> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String name = text.substring(colon + 1);
        boolean isParameter = PARAMETER_NAME.matcher(name).matches();
        return switch (text.substring(0, colon)) {
            case "header" -> parseHeader(name);
            case "query" -> isParameter ? Optional.of(new InQuery(name)) : Optional.empty();
            case "form" -> isParameter ? Optional.of(new InForm(name)) : Optional.empty();
            case "sig" -> isParameter ? Optional.of(new InSignature(name)) : Optional.empty();
            case "json" -> JsonPath.parse(name).map(InJson::new);
            case "body" -> name.equals("sha256") ? Optional.of(new HashOfBody()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Source> parseHeader(String name) {
        return HEADER_NAME.matcher(name).matches() && name.indexOf('+') < 0
                ? Optional.of(new InHeader(name))
                : Optional.empty();
    }

    /** Whether it stands in the body. */
    default boolean isInBody() {
        return switch (this) {
            case InJson _, InForm _, HashOfBody _ -> true;
            case InHeader _, InQuery _, InSignature _ -> false;
        };
    }

    /** Whether both are the same place; the name of a header has no case. */
    default boolean isSameAs(Source other) {
        return (this instanceof InHeader(String name) && other instanceof InHeader(String another))
                ? name.equalsIgnoreCase(another)
                : equals(other);
    }
}
