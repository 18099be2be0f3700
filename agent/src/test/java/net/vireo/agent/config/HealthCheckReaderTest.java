// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.vireo.cli.text.IpPrefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthCheckReaderTest {
    private static final long MS_NS = 1_000_000;

    @TempDir
    private Path files;

    private ConfigDirectory read(final String text) throws IOException {
        Files.writeString(
                files.resolve("check.yaml"),
                "kind: ServiceHealthCheck\napiVersion: vireo.net/v1\nname: alive\n" + text);
        return new ConfigDirectory(files);
    }

    private ServiceHealthCheck check(final String text) throws IOException {
        final ConfigDirectory directory = read(text);
        final Config config = directory.current();
        assertThat(directory.problems()).isEmpty();
        return config.healthCheck("alive").orElseThrow();
    }

    @Test
    void shouldReadAllOfACheck() throws IOException {
        assertThat(check("""
            enabled: false
            monitor: http
            delay: 5s
            timeout: 1500ms
            retries: 4
            port: 8080
            url-path: /health?full
            expected-codes: [200, 204-206]
            targets: [10.1.0.4]
            """))
                .isEqualTo(new ServiceHealthCheck(
                        "alive",
                        false,
                        ServiceHealthCheck.Monitor.HTTP,
                        5000 * MS_NS,
                        1500 * MS_NS,
                        4,
                        8080,
                        "/health?full",
                        List.of(new ServiceHealthCheck.Codes(200, 200), new ServiceHealthCheck.Codes(204, 206)),
                        List.of(IpPrefix.host(0x0a010004))));
    }

    @Test
    void shouldHaveDefaultsForEach() throws IOException {
        final ServiceHealthCheck ping = check("");
        assertThat(List.of(ping.monitor(), ping.enabled(), ping.delayNs(), ping.timeoutNs(), ping.retries()))
                .isEqualTo(List.of(ServiceHealthCheck.Monitor.PING, true, 3000 * MS_NS, 1000 * MS_NS, 2));
        final ServiceHealthCheck bfd = check("monitor: bfd\ndelay: 50000us\n");
        assertThat(List.of(bfd.delayNs(), bfd.timeoutNs(), bfd.retries()))
                .isEqualTo(List.of(50 * MS_NS, 1000 * MS_NS, 3));
        final ServiceHealthCheck http = check("monitor: http\n");
        assertThat(List.of(http.port(), http.urlPath())).isEqualTo(List.of(80, "/"));
        assertThat(List.of(http.expects(199), http.expects(200), http.expects(399), http.expects(400)))
                .isEqualTo(List.of(false, true, true, false));
    }

    private void assertProblem(final String text, final String problem) throws IOException {
        final ConfigDirectory directory = read(text);
        directory.current();
        assertThat(directory.problems()).anySatisfy(line -> assertThat(line).contains(problem));
    }

    @Test
    void shouldSayWhatIsWrong() throws IOException {
        assertProblem("monitor: tcp\n", "monitor is 'tcp', expected ping, http or bfd");
        assertProblem("delay: 3\n", "delay is '3', expected a time like 3s, 500ms or 50000us, 100ms to 3600s");
        assertProblem("timeout: 99ms\n", "timeout is '99ms', expected a time like");
        assertProblem("timeout: -1s\n", "timeout is '-1s', expected a time like");
        assertProblem("delay: 99999999999s\n", "delay is '99999999999s', expected a time like");
        assertProblem(
                "monitor: bfd\ndelay: 49ms\n",
                "delay is '49ms', expected a time like 3s, 500ms or 50000us, 50ms to 60s");
        assertProblem("delay: 1s\ntimeout: 2s\n", "timeout is longer than delay");
        assertProblem("monitor: bfd\nretries: 0\n", "retries");
        assertProblem("port: 80\n", "port is for monitor: http");
        assertProblem("monitor: http\nurl-path: health\n", "url-path is 'health', expected a path like /health");
        assertProblem(
                "monitor: http\nurl-path: \"/x HTTP/1.1\\r\\nX: y\"\n", "expected a path like /health, without spaces");
        assertProblem("monitor: http\nexpected-codes: [299-200]\n", "expected-codes is '299-200', expected statuses");
        assertProblem("monitor: http\nexpected-codes: [600]\n", "expected-codes is '600', expected statuses");
        assertProblem("targets: ['fd00:1::4']\n", "targets has an IPv6 address, expected IPv4");
        assertProblem("count: 3\n", "count");
    }

    @Test
    void shouldSnoopInBridgedNetworksOnly() throws IOException {
        Files.writeString(
                files.resolve("net.yaml"),
                "kind: VirtualNetwork\napiVersion: vireo.net/v1\nname: red\nmode: l3\nmulticast: snooping\n");
        final ConfigDirectory directory = new ConfigDirectory(files);
        directory.current();
        assertThat(directory.problems())
                .singleElement()
                .asString()
                .contains("multicast: snooping is for bridged networks, expected mode l2 or l2_l3");
    }
}
