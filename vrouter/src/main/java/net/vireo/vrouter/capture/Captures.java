// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.capture;

import java.io.IOException;
import java.nio.file.Path;

/** How the control socket starts and stops captures of vifs. Called from the control thread. */
public interface Captures {
    /** A router without captures: every vif is refused. */
    Captures NONE = new Captures() {
        @Override
        public void start(final int vif, final Path path, final int snapLengthBytes) throws IOException {
            throw new IOException("this router has no captures");
        }

        @Override
        public boolean isRunning(final int vif) {
            return false;
        }

        @Override
        public long recordedCount(final int vif) {
            return 0;
        }

        @Override
        public long missedCount(final int vif) {
            return 0;
        }

        @Override
        public void stop(final int vif) {}
    };

    /**
     * Starts to copy what comes in and goes out on a vif.
     *
     * @param vif a vif with a device
     * @param path a file, which is replaced, or a FIFO that somebody has open for reading
     * @param snapLengthBytes bytes kept of each packet
     * @throws IOException when the path cannot be written to, or nobody reads the FIFO
     */
    void start(int vif, Path path, int snapLengthBytes) throws IOException;

    /** Whether the vif is captured now; false also after writing failed, for example because a FIFO's reader left. */
    boolean isRunning(int vif);

    /** Packets written so far. */
    long recordedCount(int vif);

    /** Packets left out because writing could not keep up. */
    long missedCount(int vif);

    /** Ends a vif's capture and closes its file. Ignored when there is none. */
    void stop(int vif);
}
