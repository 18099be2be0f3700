// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import net.vireo.agent.Samples;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.service.Counters;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.NodeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MetadataSessionTest {
    private static final String REQUEST = "GET /latest HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n";
    private static final String HALF = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n#!/bin/sh\n";

    @TempDir
    private Path files;

    private ServerSocket service;
    private Socket guest;

    @BeforeEach
    void connect() throws IOException {
        final OperPort port = OperBuilder.build(
                        new ConfigDirectory(Samples.write(files)).current(),
                        Map.of(),
                        new NodeNames(""),
                        new NodeState())
                .port("vm1")
                .orElseThrow();
        service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        final MetadataSession session = new MetadataSession(
                new NodeSettings.Metadata(false, 0x7f000001, service.getLocalPort(), "secret"),
                new Counters<>(DoorCounter.class));
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            guest = new Socket(InetAddress.getLoopbackAddress(), door.getLocalPort());
            final Socket accepted = door.accept();
            Thread.ofVirtual().start(() -> {
                try (accepted) {
                    session.serve(accepted, port);
                } catch (final IOException broken) {
                    // The guest sees it.
                }
            });
        }
        guest.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void close() throws IOException {
        guest.close();
        service.close();
    }

    private String rest() throws IOException {
        try {
            return new String(guest.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (final SocketException reset) {
            return "";
        }
    }

    @Test
    void shouldPutNothingBehindHalfAnAnswer() throws IOException {
        try (Socket server = service.accept()) {
            server.getOutputStream().write(HALF.getBytes(StandardCharsets.US_ASCII));
            assertThat(guest.getInputStream().readNBytes(HALF.length()))
                    .asString()
                    .isEqualTo(HALF);
            // The service dies: its end is reset.
            server.setSoLinger(true, 0);
        }

        assertThat(rest()).isEmpty();
    }

    @Test
    void shouldTellAGuestThatTheServiceSaidNothing() throws IOException {
        service.accept().close();

        assertThat(rest()).startsWith("HTTP/1.1 502 Bad Gateway");
    }
}
