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

/** The captures of {@code --pcap}: one file for the fabric, one for each guest. */
final class Recordings implements AutoCloseable {
    private final List<PcapSink> sinks = new ArrayList<>();
    private final List<Capture> captures = new ArrayList<>();
    private final LabFiles files;
    private final Path directory;

    /** @param directory is made when it does not exist */
    Recordings(final LabFiles files, final Path directory) {
        this.files = files;
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new LabException("cannot make the directory of --pcap: " + e, e);
        }
    }

    /** Records a link until {@link #close()}. */
    void add(final String space, final String link, final String name) {
        final PcapSink sink = new PcapSink(directory.resolve(name + ".pcap"));
        sinks.add(sink);
        captures.add(Capture.open(files.space(space), link, List.of(sink), true));
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
        final long missed = captures.stream().mapToLong(Capture::missed).sum();
        return written + " frames in " + sinks.size() + " files in " + directory
                + (missed == 0 ? "" : "; " + missed + " came too fast and are not in them");
    }
}
