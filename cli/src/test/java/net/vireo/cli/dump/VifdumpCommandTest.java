// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import net.vireo.cli.Run;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.VireoDump;
import net.vireo.vrouter.control.ControlServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Needs the tool mkfifo. */
@Tag("system")
@Timeout(20)
class VifdumpCommandTest {
    private static final int PACKETS = 5;

    @TempDir
    private Path directory;

    private final AtomicBoolean stopped = new AtomicBoolean();

    private Run vifdump(final boolean refuse, final String... options) throws IOException {
        try (ControlServer server = ControlServer.open(
                directory.resolve(ControlServer.SOCKET_NAME), (request, reply) -> answer(request, reply, refuse))) {
            server.start();
            final String[] arguments = new String[5 + options.length];
            System.arraycopy(
                    new String[] {"vifdump", "--sock-dir", directory.toString(), "-i", "vif0/3"}, 0, arguments, 0, 5);
            System.arraycopy(options, 0, arguments, 5, options.length);
            return Run.of(arguments);
        }
    }

    private void answer(final SandeshObject<?> request, final ReplyWriter reply, final boolean refuse) {
        if (!(request instanceof final VireoDump dump) || refuse) {
            reply.fail(ResponseError.ENODEV);
            return;
        }
        switch (dump.op()) {
            case ADD -> {
                final Path path = Path.of(dump.value(VireoDump.PATH));
                Thread.ofPlatform().daemon().start(() -> write(path));
                reply.ok();
            }
            case DEL -> {
                stopped.set(true);
                reply.ok();
            }
            default -> reply.objects(dump.put(VireoDump.DROPPED, 7));
        }
    }

    private static void write(final Path path) {
        try (OutputStream out = Files.newOutputStream(path)) {
            out.write(capture(PACKETS));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] capture(final int packets) {
        final ByteBuffer bytes = ByteBuffer.allocate(24 + packets * (16 + 60)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0xa1b2c3d4).position(24);
        for (int i = 0; i < packets; i++) {
            bytes.putInt(i).putInt(0).putInt(60).putInt(60).position(bytes.position() + 60);
        }
        return bytes.array();
    }

    @Test
    void shouldCopyThePacketsOfAVifAndStopTheCaptureAfterEnough() throws IOException {
        final Path file = directory.resolve("out.pcap");

        final Run run = vifdump(false, "-w", file.toString(), "--count", "3");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(capture(3));
        assertThat(run.err()).isEqualTo("3 packets captured, 7 missed\n");
        assertThat(stopped).isTrue();
        assertThat(directory).isDirectoryNotContaining("glob:**vifdump-*");
    }

    @Test
    void shouldEndWhenTheDataPlaneRefuses() throws IOException {
        final Run run = vifdump(true, "-w", directory.resolve("out.pcap").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("vRouter(Response): No such device (19)\n");
        assertThat(directory).isDirectoryNotContaining("glob:**vifdump-*");
    }
}
