// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import net.vireo.port.Recorder;
import net.vireo.port.RecordingPort;
import net.vireo.port.pcap.PcapWriter;

/** The captures of one data plane: one recorder at a time for each vif. Control thread only. */
public final class CaptureDesk implements Captures {
    /** About a tenth of a second of a busy vif. */
    private static final int QUEUE_BYTES = 8 << 20;

    private final IntFunction<RecordingPort> ports;
    private final Map<Integer, Capture> running = new HashMap<>();

    private record Capture(RecordingPort port, Recorder recorder) {}

    /** @param ports the port of a vif, null when it has no device */
    public CaptureDesk(final IntFunction<RecordingPort> ports) {
        this.ports = ports;
    }

    @Override
    public void start(final int vif, final Path path, final int snapLengthBytes) throws IOException {
        final RecordingPort port = ports.apply(vif);
        if (port == null) {
            throw new IOException("vif " + vif + " has no device");
        }
        stop(vif);
        final PcapWriter writer = PcapWriter.on(open(path), snapLengthBytes);
        final Recorder recorder = Recorder.queued(writer, QUEUE_BYTES);
        port.start(recorder);
        running.put(vif, new Capture(port, recorder));
    }

    @Override
    public boolean isRunning(final int vif) {
        final Capture capture = running.get(vif);
        return capture != null && capture.recorder.failure().isEmpty();
    }

    @Override
    public long recordedCount(final int vif) {
        final Capture capture = running.get(vif);
        return capture == null ? 0 : capture.recorder.recordedCount();
    }

    @Override
    public long missedCount(final int vif) {
        final Capture capture = running.get(vif);
        return capture == null ? 0 : capture.recorder.missedCount();
    }

    @Override
    public void stop(final int vif) {
        final Capture capture = running.remove(vif);
        if (capture != null) {
            capture.port.stop();
            capture.recorder.close();
        }
    }

    /** Ends all captures: before the devices close. */
    public void stopAll() {
        for (final int vif :
                running.keySet().stream().mapToInt(Integer::intValue).toArray()) {
            stop(vif);
        }
    }

    private static OutputStream open(final Path path) throws IOException {
        final boolean isPipe =
                Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path) && !Files.isDirectory(path);
        return isPipe ? PipeOpening.forWriting(path) : Files.newOutputStream(path);
    }
}
