// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.capture.Capture;
import net.vireo.lab.capture.PcapSink;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;

/**
 * The captures of {@code --pcap}: one file for the fabric, one for each guest, of each check the first
 * {@value #FRAMES_OF_A_CHECK} frames or all.
 */
final class Recordings implements AutoCloseable {
    /** With iperf3's whole segments 7 MB of a file for each check. */
    private static final long FRAMES_OF_A_CHECK = 5000;

    private final List<PcapSink> sinks = new ArrayList<>();
    private final List<Capture> captures = new ArrayList<>();
    private final LabFiles files;
    private final Path directory;
    private final long limit;

    /**
     * @param directory is made when it does not exist
     * @param all record every frame
     */
    Recordings(final LabFiles files, final Path directory, final boolean all) {
        this.files = files;
        limit = all ? Long.MAX_VALUE : FRAMES_OF_A_CHECK;
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new LabException("cannot make the directory of --pcap: " + e, e);
        }
    }

    /** Records a link until {@link #close()}. */
    void add(final String space, final String link, final String name) {
        final PcapSink sink = new PcapSink(directory.resolve(name + ".pcap"), limit);
        sinks.add(sink);
        captures.add(Capture.open(files.space(space), link, List.of(sink), true));
    }

    /** Another check begins. */
    void nextCheck() {
        sinks.forEach(PcapSink::nextStretch);
    }

    /** Ends the recording; the files are whole then. */
    @Override
    public void close() {
        captures.forEach(Capture::close);
        sinks.forEach(PcapSink::close);
    }

    /** One phrase for the progress lines, after {@link #close()}. */
    String summary() {
        final long written = sinks.stream().mapToLong(PcapSink::written).sum();
        final long leftOut = sinks.stream().mapToLong(PcapSink::leftOut).sum();
        final long missed = captures.stream().mapToLong(Capture::missed).sum();
        return written + " frames in " + sinks.size() + " files in " + directory
                + (leftOut == 0 ? "" : "; " + leftOut + " of the floods left out (--pcap-all writes them)")
                + (missed == 0 ? "" : "; " + missed + " came too fast and are not in them");
    }
}
