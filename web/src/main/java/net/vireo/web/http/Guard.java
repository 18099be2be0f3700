// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at every request before anything else does. A page of another site may make a browser send requests here, or call
 * itself by a name that leads here: neither gets an answer.
 */
public final class Guard implements Filter {
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final HeaderName FETCH_MODE = HeaderNames.create("Sec-Fetch-Mode");
    private static final HeaderName OURS = HeaderNames.create("X-Vireo");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAUTHORIZED = 401;
    private static final int SEE_OTHER = 303;

    private final Token token;
    private final String securityPolicy;

    /**
     * @param token who does not know it is refused
     * @param securityPolicy what the page may load
     */
    public Guard(final Token token, final String securityPolicy) {
        this.token = token;
        this.securityPolicy = securityPolicy;
    }

    @Override
    public void filter(final FilterChain chain, final RoutingRequest request, final RoutingResponse response) {
        headers(response);
        try {
            check(request);
        } catch (final ApiError refused) {
            Answers.error(response, refused.status(), refused.getMessage());
            return;
        }
        if (token.needed() && !token.isKnownTo(request)) {
            letIn(request, response);
            return;
        }
        chain.proceed();
    }

    private void headers(final RoutingResponse response) {
        response.header(HeaderNames.create("Content-Security-Policy"), securityPolicy);
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.create("X-Frame-Options"), "DENY");
        response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
        response.header(HeaderNames.create("Cross-Origin-Opener-Policy"), "same-origin");
        response.header(HeaderNames.create("Cross-Origin-Resource-Policy"), "same-origin");
    }

    private void check(final RoutingRequest request) {
        final String method = request.prologue().method().text();
        if (!METHODS.contains(method)) {
            throw new ApiError(
                    METHOD_NOT_ALLOWED, "nothing here answers " + Parameters.shortened(method), "use GET or POST");
        }
        final String host = header(request, HeaderNames.HOST)
                .map(value -> value.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new ApiError(ApiError.BAD_REQUEST, "the request has no Host", "send one"));
        if (!token.needed() && !isLoopback(hostName(host))) {
            throw new ApiError(
                    ApiError.FORBIDDEN,
                    "'" + Parameters.shortened(host) + "' is not this console's name",
                    "open it as http://127.0.0.1 or http://localhost with its port");
        }
        final Optional<String> origin = header(request, HeaderNames.ORIGIN);
        if (origin.isPresent() && !origin.get().toLowerCase(Locale.ROOT).equals("http://" + host)) {
            throw foreign();
        }
        final String site = header(request, FETCH_SITE).orElse("none");
        final boolean opened = header(request, FETCH_MODE).orElse("").equals("navigate") && method.equals("GET");
        if (!OWN_SITE.contains(site) && !(opened && request.path().path().equals("/"))) {
            throw foreign();
        }
        if (method.equals("POST") && !header(request, OURS).orElse("").equals("1")) {
            throw new ApiError(
                    ApiError.FORBIDDEN, "the request has no header X-Vireo", "send 'X-Vireo: 1' with every POST");
        }
    }

    private static ApiError foreign() {
        return new ApiError(
                ApiError.FORBIDDEN,
                "the request comes from a page of another site",
                "open the console itself; programs send no Origin");
    }

    private static Optional<String> header(final RoutingRequest request, final HeaderName name) {
        final List<String> values = request.headers().all(name, List::of);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /** Without the port. */
    private static String hostName(final String host) {
        final int colon = host.lastIndexOf(':');
        return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    }

    private static boolean isLoopback(final String name) {
        return name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]");
    }

    /** The first visit brings the token in the address; a cookie keeps it from then on, and the address is clean. */
    private void letIn(final RoutingRequest request, final RoutingResponse response) {
        if (request.path().path().equals("/")
                && token.isIn(request.query().first("token").orElse(""))) {
            response.status(Status.create(SEE_OTHER));
            response.header(HeaderNames.SET_COOKIE, token.cookie());
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.header(HeaderNames.LOCATION, "/");
            response.send();
            return;
        }
        Answers.error(
                response,
                UNAUTHORIZED,
                "this console needs its token; open the address that 'vireo run web' printed, or send it as"
                        + " 'Authorization: Bearer TOKEN'");
    }
}
