// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.RoutingRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * What a browser has to bring along.
 *
 * @param word empty when everybody is let in
 */
public record Token(String word) {
    private static final String COOKIE = "vireo=";
    private static final String BEARER = "Bearer ";

    /** Whether it is needed. */
    public boolean needed() {
        return !word.isEmpty();
    }

    /** Whether a request has it, in its cookie or as a bearer token. */
    boolean isKnownTo(final RoutingRequest request) {
        for (final String line : request.headers().all(HeaderNames.COOKIE, List::of)) {
            for (final String cookie : line.split(";", -1)) {
                final String each = cookie.strip();
                if (each.startsWith(COOKIE) && isIn(each.substring(COOKIE.length()))) {
                    return true;
                }
            }
        }
        return request.headers().all(HeaderNames.AUTHORIZATION, List::of).stream()
                .anyMatch(value -> value.startsWith(BEARER) && isIn(value.substring(BEARER.length())));
    }

    /** Compares in a time that tells nothing. */
    boolean isIn(final String given) {
        return needed()
                && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), word.getBytes(StandardCharsets.UTF_8));
    }

    /** As a browser is told to keep it. */
    String cookie() {
        return COOKIE + word + "; Path=/; HttpOnly; SameSite=Strict";
    }
}
