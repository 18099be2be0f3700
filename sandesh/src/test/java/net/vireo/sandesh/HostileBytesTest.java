// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.vireo.testkit.FuzzBudget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bytes from somebody who means no good: an answer or a named error, never anything else, never much memory. */
class HostileBytesTest {
    private static final List<byte[]> CORPUS = Recorded.allMessages();

    @Test
    void shouldSurviveMutatedMessagesForASecond() {
        fuzz(FuzzBudget.second(HostileBytesTest.class), 20261122L);
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveMutatedMessagesForLong() {
        fuzz(FuzzBudget.ofCommandLine(HostileBytesTest.class), System.nanoTime());
    }

    private static void fuzz(final FuzzBudget budget, final long seed) {
        final Random random = new Random(seed);
        long round = 0;
        while (budget.more()) {
            final byte[] bytes = mutated(random);
            try {
                read(bytes);
                serve(bytes);
            } catch (final SandeshException named) {
                assertThat(named.offset()).isBetween(0, bytes.length);
            } catch (final RuntimeException unexpected) {
                fail("seed " + seed + ", round " + round + ": " + Arrays.toString(bytes), unexpected);
            }
            round++;
        }
        assertThat(round).isGreaterThan(50);
    }

    /** What can be read can be written and read again. */
    private static void read(final byte[] bytes) {
        final byte[] payload = Arrays.copyOfRange(bytes, Math.min(bytes.length, 24), bytes.length);
        final ObjectReader reader = new ObjectReader(payload);
        try {
            for (SandeshObject<?> object = reader.next(); object != null; object = reader.next()) {
                assertThat(object.toString()).startsWith(object.objectName());
                assertThat(ObjectReader.readAll(ObjectWriter.encode(object))).isEqualTo(List.of(object));
            }
        } catch (final SandeshException named) {
            assertThat(named.offset()).isBetween(0, payload.length);
        }
    }

    private static void serve(final byte[] bytes) {
        final ControlSession session = new ControlSession((object, reply) -> {
            if (object.op() == SandeshOp.GET) {
                reply.objects(object);
            } else {
                reply.ok();
            }
        });
        for (final byte[] message : session.receive(ByteBuffer.wrap(bytes))) {
            assertThat(message).hasSizeLessThanOrEqualTo(4096);
            assertThat(ObjectReader.readAll(Recorded.frame(message).payload())).isNotEmpty();
        }
    }

    /** A recorded message with a few bytes flipped, overwritten by borders, cut, doubled or with its length mended. */
    private static byte[] mutated(final Random random) {
        byte[] bytes = CORPUS.get(random.nextInt(CORPUS.size())).clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
                case 3 -> bytes[at] = (byte) random.nextInt(25);
                case 4 -> bytes = Arrays.copyOf(bytes, at + 1);
                default -> {
                    final byte[] other = CORPUS.get(random.nextInt(CORPUS.size()));
                    final int from = Math.min(24, other.length);
                    final int end = bytes.length;
                    bytes = Arrays.copyOf(bytes, end + other.length - from);
                    System.arraycopy(other, from, bytes, end, other.length - from);
                }
            }
        }
        if (random.nextInt(8) != 0 && bytes.length >= 24) {
            ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(0, bytes.length);
        }
        return bytes;
    }

    @Test
    void shouldAllocateNoMoreThanTheBytesThatCame() throws ReflectiveOperationException {
        final byte[][] liars = {
            Hex.bytes(Hex.MPLS + "0f 0099 0b 00100000" + "00".repeat(64)), // a million strings
            Hex.bytes(Hex.MPLS + "0f 0099 0c 00100000" + "00".repeat(64)), // a million structs
            Hex.bytes("00000010 76725f696e746572666163655f726571 0f 0026 03 01000000 00"), // a MAC of 16 MiB
            Hex.bytes("00000010 76725f696e746572666163655f726571 0f 0013 0a 00200000 00"), // 2 M counters
            Hex.bytes("00000010 76725f696e746572666163655f726571 0f 0036 08 00400000 00"), // 4 M ports
            Hex.bytes("00000010 76725f696e746572666163655f726571 0b 000a 01000000 00"), // a name of 16 MiB
            Hex.bytes("01000000 76725f"), // an object name of 16 MiB
        };
        for (final byte[] liar : liars) {
            // Twice: the first round loads classes, which allocates too.
            refuse(liar);
            final long before = allocatedBytes();
            refuse(liar);

            assertThat(allocatedBytes() - before).as(Arrays.toString(liar)).isLessThan(100_000);
        }
    }

    @Test
    void shouldAllocateNoMoreForAMessageThanWhatHasArrived() throws ReflectiveOperationException {
        final byte[] begin = {0, (byte) 0x80, 0, 0, 1, 2, 3};
        new NetlinkFrames(NetlinkFrames.DEFAULT_LIMIT_BYTES).next(ByteBuffer.wrap(begin));
        final long before = allocatedBytes();
        assertThat(new NetlinkFrames(NetlinkFrames.DEFAULT_LIMIT_BYTES).next(ByteBuffer.wrap(begin)))
                .isNull();

        assertThat(allocatedBytes() - before).isLessThan(10_000);
    }

    private static void refuse(final byte[] liar) {
        assertThatExceptionOfType(SandeshException.class).isThrownBy(() -> ObjectReader.readAll(liar));
    }

    /** By reflection, because the module under test does not require jdk.management. */
    private static long allocatedBytes() throws ReflectiveOperationException {
        final Object bean = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        final Method allocated =
                Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        return (long) allocated.invoke(bean);
    }
}
