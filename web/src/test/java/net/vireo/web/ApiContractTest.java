// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API answers, and what it says to requests that make no sense. */
@Timeout(120)
class ApiContractTest {
    private static final String NODE = "/api/v1/nodes/" + Console.NODE;
    private static final String HOSTILE = "<script>alert(1)</script>";

    @TempDir
    private static Path run;

    private static Console console;

    @BeforeAll
    static void open() throws IOException {
        console = new Console(run, HOSTILE, "", Server.Limits.USUAL);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> console.get(NODE + "/snapshot").statusCode() == 200);
    }

    @AfterAll
    static void close() {
        console.close();
    }

    @Test
    void shouldListNodes() throws Exception {
        final HttpResponse<String> answer = console.get("/api/v1/nodes");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"name\":\"compute1\",\"alive\":true");
    }

    /** Pages 105 and 146: what each kind of port can, and why not the rest. */
    @Test
    void shouldTellWhatEachKindOfPortCanDo() throws Exception {
        final HttpResponse<String> answer = console.get("/api/v1/ports");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("{\"ports\":[{\"kind\":\"tap\",")
                .contains("\"policy\":\"packets of a port of kind sr-iov go past the data plane\"");
        assertThat(console.get("/api/v1/ports?kind=tap").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldShowTheNode() throws Exception {
        final String body = console.get(NODE + "/snapshot").body();
        assertThat(body)
                .contains("\"node\":\"compute1\"")
                .contains("\"number\":10", "\"number\":11")
                .contains("\"id\":3")
                .contains("\"network\":\"red\"")
                .contains("\"name\":\"RX port\"")
                .contains("\"text\":\"RX port - RX packets = RX queue errors\",\"left\":0,\"right\":0,\"holds\":true")
                .contains("\"caption\":{");
    }

    /** A guest's name is data: a browser that opens the answer must not take it for a page. */
    @Test
    void shouldNotMakeHtmlOfNames() throws Exception {
        final HttpResponse<String> answer = console.get(NODE + "/snapshot");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.body()).doesNotContain("<").contains("\\u003cscript\\u003ealert(1)\\u003c/script\\u003e");
    }

    @Test
    void shouldKeepHistory() throws Exception {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> console.get(NODE + "/history?seconds=300").body().contains("\"sequence\":1,"));
        assertThat(console.get(NODE + "/history/1").body()).contains("\"sequence\":1,");
        assertThat(console.get(NODE + "/history/2000000000").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldDiagnose() throws Exception {
        final HttpResponse<String> answer = console.get(NODE + "/doctor");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"findings\":[");
    }

    @Test
    void shouldListDrops() throws Exception {
        assertThat(console.get(NODE + "/drops?last=5").body()).isEqualToIgnoringNewLines("{\"drops\":[]}");
    }

    @Test
    void shouldServeThePage() throws Exception {
        final HttpResponse<String> page = console.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        final String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(console.get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(console.get("/index.html", "If-None-Match", "\"old\"").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NODE + "/history?seconds=0",
                NODE + "/history?seconds=-1",
                NODE + "/history?seconds=301",
                NODE + "/history?seconds=99999999999999999999",
                NODE + "/history?seconds=",
                NODE + "/history?seconds=1;DROP",
                NODE + "/history?seconds=1&seconds=2",
                NODE + "/history?minutes=1",
                NODE + "/history/0",
                NODE + "/history/-5",
                NODE + "/history/%3Cscript%3E",
                NODE + "/drops?last=201",
                NODE + "/drops?last=%00",
                NODE + "/snapshot?x=1",
                "/api/v1/nodes?x=1",
                "/api/v1/faults?x=1",
                NODE + "/vifs/3/ring/0?side=up",
                NODE + "/vifs/3/ring/x",
                NODE + "/vifs/-3/ring/0",
                NODE + "/vifs/3/ring/129",
                "/api/v1/trace",
                "/api/v1/trace?from=a&to=b",
                "/api/v1/trace?from=a&to=10.0.0.1&proto=gre",
                "/api/v1/trace?from=a&to=10.0.0.1&proto=tcp&port=0",
                "/api/v1/trace?from=a&to=10.0.0.1&proto=tcp&port=65536",
                "/api/v1/trace?from=a&to=10.0.0.1&send=perhaps",
                "/api/v1/trace?from=a&to=10.0.0.1&send=true",
                "/api/v1/trace?from=%00&to=10.0.0.1",
                "/api/v1/trace?from=&to=10.0.0.1"
            })
    void shouldRefuseParametersThatMakeNoSense(final String path) throws Exception {
        final HttpResponse<String> answer = console.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"").contains("; ").doesNotContain("<");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nodes/nobody/snapshot",
                "/api/v1/nodes/..%2f..%2fetc/snapshot",
                "/api/v1/nodes/%3Cscript%3E/events",
                "/api/v1/nodes/%00/doctor",
                "/api/v1/nothing",
                "/api",
                "/nothing.html",
                "/js/nothing.js",
                "/module-info.class"
            })
    void shouldSayThatThereIsNoSuchThing(final String path) throws Exception {
        final HttpResponse<String> answer = console.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).startsWith("{\"error\":\"").doesNotContain("<");
    }

    @Test
    void shouldSayWhyARingCannotBeLookedAt() throws Exception {
        final HttpResponse<String> answer = console.get(NODE + "/vifs/3/ring/0?side=tx");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("the rings of vif0/3 cannot be looked at");
    }

    @Test
    void shouldSayWhyThereIsNoTrace() throws Exception {
        final HttpResponse<String> answer = console.get("/api/v1/trace?from=nobody&to=10.0.0.1&proto=tcp&port=80");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).startsWith("{\"error\":\"").contains("nobody");
    }

    @Test
    void shouldSendAProbeForNobodyButOneself() throws Exception {
        final String probe = "/api/v1/trace?from=nobody&to=10.0.0.1&proto=tcp&port=80&send=true";
        assertThat(console.post(probe).statusCode()).isEqualTo(403);
        final HttpResponse<String> answer = console.post(probe, "X-Vireo", "1");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("nobody");
    }

    @Test
    void shouldNotFixWhatIsNotBroken() throws Exception {
        final HttpResponse<String> answer = console.post(NODE + "/fix/two-core-anomaly", "X-Vireo", "1");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(answer.body()).contains("no finding 'two-core-anomaly' now");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "load-balance|{\"value\":\"some\"}|404",
                "nothing|{\"value\":\"auto\"}|404",
                "<script>|{}|404",
            })
    void shouldTurnOnlyKnobsThatThereAre(final String knob, final String body, final int status) throws Exception {
        final HttpResponse<String> answer =
                console.send(console.request(NODE + "/knobs/" + URLEncoder.encode(knob, StandardCharsets.UTF_8))
                        .header("X-Vireo", "1")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":\"").doesNotContain("<");
    }

    @ParameterizedTest
    @CsvSource({"PUT,405", "DELETE,405", "TRACE,405", "BREW,405"})
    void shouldRefuseOtherMethods(final String method, final int status) throws Exception {
        assertThat(Raw.ask(console.port(), method + " /api/v1/nodes HTTP/1.1", "Host: 127.0.0.1:" + console.port()))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void shouldSurviveGarbage() throws Exception {
        Raw.ask(console.port(), "\u0000\u0001\u0002 nonsense");
        Raw.ask(console.port(), "GET / HTTP/9.9", "Host: x");
        Raw.ask(console.port(), "GET /" + "a".repeat(20_000) + " HTTP/1.1", "Host: 127.0.0.1");
        Raw.ask(console.port(), "GET / HTTP/1.1", "Host: 127.0.0.1", "X-Long: " + "a".repeat(40_000));
        assertThat(console.get("/api/v1/nodes").statusCode()).isEqualTo(200);
    }
}
