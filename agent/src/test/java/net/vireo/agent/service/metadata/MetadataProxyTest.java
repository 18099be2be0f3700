// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.vireo.agent.service.Bytes;
import org.junit.jupiter.api.Test;

class MetadataProxyTest {
    private static final String INSTANCE = "8c1a2f6e-4a3d-4d43-9b6f-1d3f4f6a7b10";
    private static final MetadataGuest GUEST = new MetadataGuest("10.0.0.10", INSTANCE, "5e1b0a51");
    /** {@code printf %s ID | openssl dgst -sha256 -hmac secret}. */
    private static final String SIGNATURE = "62d067e302ab7449bae208c60b4fd5a10587e79185b46ef23a134b769e6d8145";

    /** What curl 7.88.1 sends for {@code http://169.254.169.254/latest/meta-data/instance-id}. */
    private static final String CURL = lines(
            "GET /latest/meta-data/instance-id HTTP/1.1",
            "Host: 169.254.169.254",
            "User-Agent: curl/7.88.1",
            "Accept: */*");

    private final MetadataProxy proxy = new MetadataProxy(new MetadataSignature("secret"));

    @Test
    void shouldSayAndProveWhoAsks() {
        final MetadataRequest.Forward forward = forward(CURL);
        assertThat(text(forward.head()))
                .isEqualTo(lines(
                        "GET /latest/meta-data/instance-id HTTP/1.1",
                        "Host: 169.254.169.254",
                        "User-Agent: curl/7.88.1",
                        "Accept: */*",
                        "X-Forwarded-For: 10.0.0.10",
                        "X-Instance-ID: " + INSTANCE,
                        "X-Tenant-ID: 5e1b0a51",
                        "X-Instance-ID-Signature: " + SIGNATURE,
                        "Connection: close"));
        assertThat(forward.takenBytes()).isEqualTo(CURL.length());
        assertThat(forward.bodyBytes()).isZero();
        assertThat(proxy.counters()).hasToString("forwarded=1");
    }

    @Test
    void shouldRemoveWhatAGuestClaimsToBe() {
        for (final String name : new String[] {
            "X-Instance-ID",
            "x-instance-id",
            "X_Instance_ID",
            "X-Tenant-Id",
            "X-Forwarded-For",
            "X-INSTANCE-ID-SIGNATURE"
        }) {
            assertThat(text(forward(with(name + ": stolen")).head())).as(name).doesNotContain("stolen");
        }
        assertThat(proxy.counters()).hasToString("forwarded=6, headers-removed=6");
    }

    @Test
    void shouldRemoveWhatConcernsTheConnection() {
        final String head = text(forward(with("Connection: keep-alive, X-Gone\r\nX-Gone: 1\r\nUpgrade: h2c"))
                .head());
        assertThat(head).doesNotContain("X-Gone").doesNotContain("keep-alive").doesNotContain("Upgrade");
        assertThat(text(forward(with("Connection: host")).head())).contains("Host: 169.254.169.254");
    }

    @Test
    void shouldWaitForTheWholeHead() {
        for (int length = 0; length < CURL.length(); length++) {
            assertThat(proxy.receive(GUEST, Bytes.ofText(CURL.substring(0, length))))
                    .isEqualTo(new MetadataRequest.Incomplete());
        }
    }

    @Test
    void shouldPassABodyWhoseLengthIsPlain() {
        final String post = "POST /openstack/latest/password HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello";
        final MetadataRequest.Forward forward = forward(post);
        assertThat(forward.bodyBytes()).isEqualTo(5);
        assertThat(forward.takenBytes()).isEqualTo(post.length() - 5);
        assertThat(text(forward.head())).contains("Content-Length: 5\r\n", "Host: 169.254.169.254\r\n");
    }

    @Test
    void shouldRefuseWhatSmugglingIsMadeOf() {
        for (final String header : new String[] {
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 4",
            "Content-Length: 4\r\nContent-Length: 5",
            "Content-Length: 4\r\ncontent-length: 4",
            "Content-Length: +4",
            "Content-Length: 0x4",
            "Content-Length: 4, 4",
            "Content-Length:",
            "Host: other"
        }) {
            assertThat(refused(with(header))).as(header).startsWith("HTTP/1.1 400 ");
        }
        assertThat(refused("GET / HTTP/1.1\r\n\r\n")).as("no host").startsWith("HTTP/1.1 400 ");
        assertThat(proxy.counters()).hasToString("ambiguous=10");
    }

    @Test
    void shouldRefuseWhatIsNoHttp() {
        for (final String request : new String[] {
            with("Content-Length : 4"),
            with("X: a\nX-Instance-ID: b"),
            with("X: a\rX-Instance-ID: b"),
            with("X: a\u0000b"),
            with("X: a\r\n folded"),
            with("no colon"),
            with(": no name"),
            "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http://10.0.0.1/ HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /\r\n\r\n",
            "\r\n\r\n"
        }) {
            assertThat(refused(request)).as(request).startsWith("HTTP/1.1 400 ");
        }
        assertThat(proxy.counters()).hasToString("malformed=11");
    }

    @Test
    void shouldRefuseWhatIsTooLongOrUnknown() {
        assertThat(refused(with("X: " + "a".repeat(MetadataProxy.MAX_HEAD_BYTES))))
                .startsWith("HTTP/1.1 431 ");
        assertThat(refused("a".repeat(MetadataProxy.MAX_HEAD_BYTES))).startsWith("HTTP/1.1 431 ");
        assertThat(refused(with("Content-Length: 65537"))).startsWith("HTTP/1.1 413 ");
        assertThat(refused(with("Content-Length: 99999999999999999999"))).startsWith("HTTP/1.1 413 ");
        assertThat(refused("BREW / HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 405 ");
        assertThat(refused("GET / HTTP/2.0\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 505 ");
    }

    @Test
    void shouldSayWhatIsWrongWithAConfiguration() {
        assertThatThrownBy(() -> new MetadataSignature("")).hasMessageContaining("shared secret is empty");
        assertThatThrownBy(() -> new MetadataGuest("10.0.0.10", "a\r\nX: b", "c"))
                .hasMessageContaining("cannot be a header's value");
    }

    private MetadataRequest.Forward forward(final String request) {
        return (MetadataRequest.Forward) proxy.receive(GUEST, Bytes.ofText(request));
    }

    private String refused(final String request) {
        return text(((MetadataRequest.Refuse) proxy.receive(GUEST, Bytes.ofText(request))).response());
    }

    private static String with(final String header) {
        return CURL.replace("User-Agent: curl/7.88.1", header);
    }

    /** A head of these lines. */
    private static String lines(final String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String text(final Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
    }
}
