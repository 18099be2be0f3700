// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program for two guests: one sends numbered datagrams at a steady rate until a file appears, the other writes a line
 * for every pause in their arrival and every number that does not come. Started inside the guests' namespaces.
 */
final class NumberedUdp {
    private static final int PORT = 7000;
    private static final int BYTES = 64;
    private static final long END = -1;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private NumberedUdp() {}

    /** {@code send ADDRESS RATE STOP-FILE} or {@code receive LOG}. */
    public static void main(final String[] arguments) throws IOException {
        if (arguments[0].equals("send")) {
            send(InetAddress.getByName(arguments[1]), Long.parseLong(arguments[2]), Path.of(arguments[3]));
        } else {
            receive(Path.of(arguments[1]));
        }
    }

    private static void send(final InetAddress to, final long perSecond, final Path stopFile) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            final byte[] bytes = new byte[BYTES];
            final DatagramPacket packet = new DatagramPacket(bytes, bytes.length, to, PORT);
            final long startNs = System.nanoTime();
            long sent = 0;
            while (sent % 1000 != 0 || !Files.exists(stopFile)) {
                if (sent * 1_000_000_000L / perSecond > System.nanoTime() - startNs) {
                    LockSupport.parkNanos(200_000);
                } else {
                    ByteBuffer.wrap(bytes).putLong(sent++);
                    socket.send(packet);
                }
            }
            System.out.printf("sent %d in %d ms%n", sent, (System.nanoTime() - startNs) / 1_000_000);
            ByteBuffer.wrap(bytes).putLong(END).putLong(sent);
            for (int i = 0; i < 20; i++) {
                LockSupport.parkNanos(PAUSE_NS);
                socket.send(packet);
            }
        }
    }

    private static void receive(final Path log) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(PORT);
                PrintStream out = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.US_ASCII)) {
            socket.setReceiveBufferSize(1 << 22);
            socket.setSoTimeout(30_000);
            final DatagramPacket packet = new DatagramPacket(new byte[BYTES], BYTES);
            final long overflowsBefore = overflows();
            long expected = 0;
            long received = 0;
            long late = 0;
            long lastNs = System.nanoTime();
            while (true) {
                socket.receive(packet);
                final long nowNs = System.nanoTime();
                final ByteBuffer bytes = ByteBuffer.wrap(packet.getData());
                final long number = bytes.getLong();
                if (number == END) {
                    final long sent = bytes.getLong();
                    out.printf("total %d %d %d %d%n", sent, received, late, overflows() - overflowsBefore);
                    return;
                }
                received++;
                late += number < expected ? 1 : 0;
                if (number > expected || nowNs - lastNs > PAUSE_NS) {
                    out.printf(
                            "pause %d %d %d%n",
                            System.currentTimeMillis(), (nowNs - lastNs) / 1000, Math.max(0, number - expected));
                }
                expected = Math.max(expected, number + 1);
                lastNs = nowNs;
            }
        } catch (final SocketTimeoutException silent) {
            System.out.println("nothing came for 30 s");
        }
    }

    /** Datagrams that this namespace's sockets had no room for. */
    private static long overflows() throws IOException {
        final List<String> lines = Files.readAllLines(Path.of("/proc/thread-self/net/snmp")).stream()
                .filter(line -> line.startsWith("Udp:"))
                .toList();
        final int column = List.of(lines.get(0).split(" ", -1)).indexOf("RcvbufErrors");
        return Long.parseLong(lines.get(1).split(" ", -1)[column]);
    }
}
