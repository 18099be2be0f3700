// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.Samples;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortWatchTest {
    @TempDir
    private Path files;

    private OperState state;
    private final Guests guests = new Guests(() -> state);

    @BeforeEach
    void read() throws IOException {
        state = new Database(files).state();
    }

    /** What is known of the one is nothing for the other. */
    @Test
    void shouldTellThatAPortIsGoneWhoseVifIsAnothersByNow() throws IOException {
        final List<String> heard = new ArrayList<>();
        final PortWatch watch =
                new PortWatch(guests, new ArpHandler(guests, new Conflicts()), List.of(new PortListener() {
                    @Override
                    public List<Reply> arrived(final BoundGuest guest, final long nowNs) {
                        heard.add(guest.hostName() + " at " + guest.vif());
                        return List.of();
                    }

                    @Override
                    public void gone(final int vif) {
                        heard.add("gone " + vif);
                    }
                }));
        watch.onTimer(1);
        final int vif = state.port("vm1").orElseThrow().vif();

        state = new Database(files)
                .replacing(
                        "30-ports.yaml",
                        Samples.PORTS.replace("name: vm1", "name: other").replace("000000000001", "000000000009"))
                .state();
        assertThat(state.port("other").orElseThrow().vif()).isEqualTo(vif);
        watch.onTimer(2);
        watch.onTimer(3);

        assertThat(heard).containsExactly("vm1 at " + vif, "gone " + vif, "other at " + vif);
    }

    /** Though nothing else has a timer, as where guests speak IPv6 only. */
    @Test
    void shouldForgetAConflictThatIsNoMoreAfterFiveMinutes() {
        final Conflicts conflicts = new Conflicts();
        final ArpHandler arp = new ArpHandler(guests, conflicts);
        final long nowNs = 17;
        assertThat(arp.nextTimerNs()).isEqualTo(Long.MAX_VALUE);
        conflicts.add(guests.of(state, state.port("vm1").orElseThrow()), "fd00:1::5", nowNs);
        conflicts.add(guests.of(state, state.port("vm1").orElseThrow()), "fd00:1::6", nowNs + 1);

        final long dueNs = arp.nextTimerNs();
        assertThat(dueNs).isEqualTo(nowNs + TimeUnit.MINUTES.toNanos(5));
        arp.onTimer(dueNs);
        assertThat(conflicts.problems()).singleElement().asString().contains("fd00:1::6");
        arp.onTimer(arp.nextTimerNs());
        assertThat(conflicts.problems()).isEmpty();
        assertThat(arp.nextTimerNs()).isEqualTo(Long.MAX_VALUE);
    }
}
