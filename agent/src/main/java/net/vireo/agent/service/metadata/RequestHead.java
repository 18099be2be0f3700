// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.metadata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.vireo.agent.service.Bytes;

/**
 * First line and headers of a request (RFC 9112 2, 3, 5), read strictly: what two readers could understand differently is
 * not understood at all.
 */
record RequestHead(String method, String target, String version, List<Header> headers) {
    /** A header as it stands, spaces around its value removed. */
    record Header(String name, String value) {
        boolean is(final String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /** Why a head cannot be read. */
    static final class NotHttpException extends Exception {
        private static final long serialVersionUID = 1;

        NotHttpException(final String reason) {
            super(reason, null, false, false);
        }
    }

    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    /**
     * Where the head ends.
     *
     * @return the offset behind the empty line, or -1 while it is not there
     */
    static int end(final Bytes bytes) {
        for (int i = 0; i + 3 < bytes.size(); i++) {
            if (bytes.at(i) == '\r' && bytes.at(i + 1) == '\n' && bytes.at(i + 2) == '\r' && bytes.at(i + 3) == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    /** @param head up to and with the empty line */
    static RequestHead parse(final Bytes head) throws NotHttpException {
        final String text = new String(head.toArray(), StandardCharsets.ISO_8859_1);
        final String[] lines = text.substring(0, text.length() - 4).split("\r\n", -1);
        for (final String line : lines) {
            // A bare CR, LF or NUL is a line's end to some readers and none to others (RFC 9112 2.2, 5).
            if (line.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
                throw new NotHttpException("a control character");
            }
        }
        final String[] words = lines[0].split(" ", -1);
        if (words.length != 3 || !isToken(words[0]) || !words[1].startsWith("/") || !isVisible(words[1])) {
            throw new NotHttpException("the request line");
        }
        final List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            headers.add(header(lines[i]));
        }
        return new RequestHead(words[0], words[1], words[2], headers);
    }

    /** No space before the colon and no folded lines: both have been used to smuggle (RFC 9112 5.1, 5.2). */
    private static Header header(final String line) throws NotHttpException {
        final int colon = line.indexOf(':');
        if (colon < 1 || !isToken(line.substring(0, colon))) {
            throw new NotHttpException("a header's name");
        }
        return new Header(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    private static boolean isToken(final String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c) || TOKEN.indexOf(c) >= 0);
    }

    private static boolean isVisible(final String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** Values of all headers with this name. */
    List<String> values(final String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .toList();
    }

    /** Whether a list of tokens in a header has this one. */
    boolean lists(final String name, final String token) {
        return values(name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(word -> word.strip().toLowerCase(Locale.ROOT).equals(token));
    }
}
