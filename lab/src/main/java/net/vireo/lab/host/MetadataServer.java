// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.vireo.lab.topology.AgentFiles;
import net.vireo.linux.NetNamespace;

/**
 * The metadata service of a node, as an orchestrator has one: it tells an instance what the agent's proxy says in the
 * request's headers about who asks, if the proxy has signed that with the word that both know. {@code .../instance-id} and
 * {@code .../local-ipv4} are there, nothing else.
 */
public final class MetadataServer implements AutoCloseable {
    private static final int LIMIT_MS = 2000;
    private static final String INSTANCE = "X-Instance-ID";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MOST_LINES = 100;

    private final ServerSocket socket;

    private MetadataServer(final ServerSocket socket) {
        this.socket = socket;
        Thread.ofPlatform().daemon().name("metadata").start(this::serve);
    }

    /** Starts it in a host's namespace. */
    public static MetadataServer start(final Path space, final int port) {
        try {
            return new MetadataServer(NetNamespace.call(space, () -> new ServerSocket(port)));
        } catch (final IOException e) {
            throw new UncheckedIOException("no metadata service in " + space, e);
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                client.setSoTimeout(LIMIT_MS);
                client.getOutputStream().write(answer(client).getBytes(StandardCharsets.US_ASCII));
            } catch (final IOException e) {
                // A client that left early, or close(): the loop's condition tells which.
                Thread.onSpinWait();
            }
        }
    }

    private static String answer(final Socket client) throws IOException {
        final BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        final String request = String.valueOf(lines.readLine());
        final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < MOST_LINES; i++) {
            final String line = lines.readLine();
            if (line == null || line.isEmpty()) {
                break;
            }
            final int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return answer(request, headers);
    }

    /** @param request its first line */
    static String answer(final String request, final Map<String, String> headers) {
        final String[] words = request.split(" ", -1);
        final String path = words.length > 1 && words[0].equals("GET") ? words[1] : "";
        final String instance = headers.getOrDefault(INSTANCE, "");
        if (!signature(instance).equals(headers.getOrDefault("X-Instance-ID-Signature", ""))) {
            return "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        }
        final String header =
                path.endsWith("/instance-id") ? INSTANCE : path.endsWith("/local-ipv4") ? "X-Forwarded-For" : "";
        final String value = headers.getOrDefault(header, "");
        return "HTTP/1.1 " + (value.isEmpty() ? "404 Not Found" : "200 OK")
                + "\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " + value.length() + "\r\n\r\n"
                + value;
    }

    /** HMAC-SHA256 of the instance's id, in hexadecimal, as Nova's metadata service expects it. */
    static String signature(final String instance) {
        try {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(AgentFiles.METADATA_SECRET.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(instance.getBytes(StandardCharsets.UTF_8)));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
