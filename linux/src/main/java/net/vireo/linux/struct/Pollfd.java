// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/** {@code struct pollfd}: one descriptor to wait for (poll(2)). Offsets in bytes. */
public final class Pollfd {
    private static final StructLayout LAYOUT = Layouts.struct(
            "pollfd", 8, JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long FD = Layouts.offset(LAYOUT, "fd", 0);
    public static final long EVENTS = Layouts.offset(LAYOUT, "events", 4);
    public static final long READY = Layouts.offset(LAYOUT, "revents", 6);

    private Pollfd() {}
}
