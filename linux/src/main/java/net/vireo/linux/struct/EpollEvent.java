// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.StructLayout;

/** {@code struct epoll_event}: readiness and the tag it was asked for with (epoll_ctl(2)); packed on x86-64. Offsets in bytes. */
public final class EpollEvent {
    private static final StructLayout LAYOUT =
            Layouts.struct("epoll_event", 12, JAVA_INT.withName("events"), JAVA_LONG_UNALIGNED.withName("data"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long EVENTS = Layouts.offset(LAYOUT, "events", 0);
    public static final long DATA = Layouts.offset(LAYOUT, "data", 4);

    private EpollEvent() {}
}
