// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import net.vireo.vrouter.control.VifQueues;
import net.vireo.vrouter.lcore.QueueShortage;

/** Says in the log, once for each device, that a guest uses more queues than there are lcores. Control thread. */
final class CrowdedGuests {
    private static final Logger LOG = System.getLogger(CrowdedGuests.class.getName());

    private final BiConsumer<Level, String> log;
    private final Set<PluggedPort> told = new HashSet<>();

    CrowdedGuests() {
        this(LOG::log);
    }

    /** @param log takes what is said */
    CrowdedGuests(final BiConsumer<Level, String> log) {
        this.log = log;
    }

    /** Looks at a vif's queues as they are now. */
    void look(final int vif, final PluggedPort plugged, final VifQueues queues) {
        if (!told.contains(plugged)) {
            queues.shortage().ifPresent(shortage -> {
                told.add(plugged);
                log.accept(level(shortage), sentence(vif, plugged.device().name(), shortage));
            });
        }
    }

    /** The device is closed: the vif's next one is looked at anew. */
    void forget(final PluggedPort plugged) {
        told.remove(plugged);
    }

    private static Level level(final QueueShortage shortage) {
        return shortage.unserved().isEmpty() ? Level.INFO : Level.WARNING;
    }

    private static String sentence(final int vif, final String device, final QueueShortage shortage) {
        return "vif " + vif + " (" + device + "): " + shortage.cause() + "; " + shortage.mend();
    }
}
