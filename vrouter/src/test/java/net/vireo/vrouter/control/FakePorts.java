// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Map;
import java.util.TreeMap;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.port.rss.RssPort;
import net.vireo.vrouter.table.Vif;

/** Devices that open at once, but for those named "broken". */
final class FakePorts implements VifPorts {
    final Map<Integer, Vif> attached = new TreeMap<>();

    /** The receive side scaling of every vif. */
    RssPort rss;

    /** The queues of vifs. */
    final Map<Integer, VifQueues> queues = new TreeMap<>();

    @Override
    public VifQueues queues(final int vif) {
        return queues.get(vif);
    }

    @Override
    public void attach(final Vif vif) {
        if ("broken".equals(vif.name())) {
            throw new LinuxException(Errno.EBUSY, "ioctl(TUNSETIFF, name=broken)");
        }
        attached.put(vif.index(), vif);
    }

    @Override
    public void detach(final Vif vif) {
        if (attached.remove(vif.index()) == null) {
            throw new IllegalStateException("vif " + vif.index() + " is not attached");
        }
    }

    @Override
    public RssPort rss(final int vif) {
        return rss;
    }
}
