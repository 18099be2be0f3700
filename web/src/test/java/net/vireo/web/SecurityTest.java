// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, and what a browser is told to do with the answers. */
@Timeout(120)
class SecurityTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String LIST = "/api/v1/nodes";
    private static final String FIX = "/api/v1/nodes/compute1/fix/none";

    @TempDir
    private Path run;

    private Console console;

    private Console open(final String token) throws IOException {
        console = new Console(run, "vm", token, Server.Limits.USUAL);
        return console;
    }

    @AfterEach
    void close() {
        console.close();
    }

    private String asHost(final String host) throws IOException {
        return Raw.ask(console.port(), "GET " + LIST + " HTTP/1.1", "Host: " + host);
    }

    private String self() {
        return "http://127.0.0.1:" + console.port();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", LIST, "/nothing", "/api/v1/nodes/nobody/snapshot"})
    void shouldSetHeadersOnEveryAnswer(final String path) throws Exception {
        open("");
        final HttpHeaders headers = console.get(path).headers();
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(headers.map()).doesNotContainKey("access-control-allow-origin");
    }

    /** DNS rebinding: a page of another site whose name was made to lead here. */
    @Test
    void shouldAnswerToItsOwnNameOnly() throws Exception {
        open("");
        for (final String name : List.of("127.0.0.1", "localhost", "[::1]", "LOCALHOST")) {
            assertThat(asHost(name + ":" + console.port())).as(name).startsWith("HTTP/1.1 200");
        }
        for (final String name :
                List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1")) {
            assertThat(asHost(name + ":" + console.port())).as(name).startsWith("HTTP/1.1 403");
        }
        assertThat(Raw.ask(console.port(), "GET " + LIST + " HTTP/1.1", "Host: localhost", "Host: evil.example"))
                .doesNotStartWith("HTTP/1.1 200");
        assertThat(Raw.ask(console.port(), "GET " + LIST + " HTTP/1.1")).doesNotStartWith("HTTP/1.1 200");
    }

    @Test
    void shouldRefuseRequestsOfOtherSites() throws Exception {
        open("");
        assertThat(console.get(LIST, "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(console.get(LIST, "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(console.get(LIST, "Origin", "http://127.0.0.1:1").statusCode())
                .isEqualTo(403);
        assertThat(console.get(LIST, "Origin", self()).statusCode()).isEqualTo(200);
        assertThat(console.get(LIST, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(console.get(LIST, "Sec-Fetch-Site", "same-site").statusCode())
                .isEqualTo(403);
        assertThat(console.get(LIST, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .statusCode())
                .as("data is not for opening from elsewhere")
                .isEqualTo(403);
        assertThat(console.get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .statusCode())
                .as("a link to the page is fine")
                .isEqualTo(200);
    }

    @Test
    void shouldTakeChangesFromItsOwnPageOnly() throws Exception {
        open("");
        assertThat(console.post(FIX).statusCode()).as("no X-Vireo").isEqualTo(403);
        assertThat(console.post(FIX, "X-Vireo", "0").statusCode()).isEqualTo(403);
        assertThat(console.post(FIX, "X-Vireo", "1", "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.post(FIX, "X-Vireo", "1", "Origin", self()).statusCode())
                .as("let through: no such finding, or not looked at yet")
                .isIn(404, 503);
        assertThat(console.get(FIX).statusCode()).as("a link changes nothing").isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../../../etc/passwd",
                "/..%2f..%2f..%2fetc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/js/../../module-info.class",
                "/js/../../page/index.html",
                "/js/%2e%2e/%2e%2e/page/index.html",
                "/page/../index.html",
                "//etc/passwd",
                "/index.html%00.js",
                "/.git/config.txt",
                "/js\\\\..\\\\module-info.class",
                "/web/page/index.html"
            })
    void shouldServeNothingElse(final String path) throws Exception {
        open("");
        final String answer = Raw.ask(console.port(), "GET " + path + " HTTP/1.1", "Host: 127.0.0.1:" + console.port());
        assertThat(answer)
                .doesNotContain("root:")
                .doesNotStartWith("HTTP/1.1 200")
                .doesNotStartWith("HTTP/1.1 500");
    }

    @Test
    void shouldLetInWhoKnowsTheToken() throws Exception {
        open(TOKEN);
        assertThat(console.get(LIST).statusCode()).isEqualTo(401);
        assertThat(console.get("/").statusCode()).isEqualTo(401);
        assertThat(console.get(LIST + "?token=" + TOKEN).statusCode())
                .as("in the page's address only, which is cleaned at once")
                .isEqualTo(401);
        assertThat(console.get("/?token=" + TOKEN.replace('0', '1')).statusCode())
                .isEqualTo(401);

        final HttpResponse<String> welcome = console.get("/?token=" + TOKEN);
        assertThat(welcome.statusCode()).isEqualTo(303);
        assertThat(welcome.headers().firstValue("Location")).contains("/");
        final String cookie = welcome.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/");

        assertThat(console.get(LIST, "Cookie", cookie.substring(0, cookie.indexOf(';')))
                        .statusCode())
                .isEqualTo(200);
        assertThat(console.get(LIST, "Cookie", "other=1; vireo=" + TOKEN).statusCode())
                .isEqualTo(200);
        assertThat(console.get(LIST, "Cookie", "vireo=wrong").statusCode()).isEqualTo(401);
        assertThat(console.get(LIST, "Cookie", "vireo=").statusCode()).isEqualTo(401);
        assertThat(console.get(LIST, "Authorization", "Bearer " + TOKEN).statusCode())
                .isEqualTo(200);
        assertThat(console.get(LIST, "Authorization", "Bearer " + TOKEN + "x").statusCode())
                .isEqualTo(401);
    }
}
