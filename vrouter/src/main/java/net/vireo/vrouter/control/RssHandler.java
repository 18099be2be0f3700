// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.port.rss.RssControl;
import net.vireo.port.rss.RssPort;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.VireoRss;

/**
 * {@code vireo_rss_req}: get answers how a vif's flows are spread over queues and what came of it, add makes one change,
 * delete sets everything back. A vif without receive side scaling in software is refused as not supported.
 */
final class RssHandler implements ObjectHandler<VireoRss> {
    private final VifPorts ports;

    RssHandler(final VifPorts ports) {
        this.ports = ports;
    }

    @Override
    public void handle(final VireoRss request, final ReplyWriter reply) {
        final int vif = request.value(VireoRss.VIF);
        final RssPort port = ports.rss(vif);
        if (port == null) {
            throw Refusal.unsupported("vif " + vif + " has no receive side scaling: see run vrouter --fabric-rss");
        }
        switch (request.op()) {
            case GET -> reply.objects(described(request, port));
            case ADD -> {
                change(request, port.control());
                reply.ok();
            }
            case DEL -> {
                port.control().reset();
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on receive side scaling");
        }
    }

    private static void change(final VireoRss request, final RssControl control) {
        try {
            switch (request.value(VireoRss.CHANGE)) {
                case VireoRss.CHANGE_ENTRY ->
                    control.entry(request.value(VireoRss.ENTRY), request.value(VireoRss.QUEUE));
                case VireoRss.CHANGE_KEY -> control.key(request.value(VireoRss.KEY));
                case VireoRss.CHANGE_FIELDS -> control.fields(request.value(VireoRss.FIELDS));
                case VireoRss.CHANGE_SPREAD -> control.spread(request.value(VireoRss.QUEUES));
                default -> throw Refusal.invalid("no such change: " + request.value(VireoRss.CHANGE));
            }
        } catch (final IllegalArgumentException wrong) {
            throw Refusal.invalid(wrong.getMessage());
        }
    }

    private static VireoRss described(final VireoRss request, final RssPort port) {
        final RssControl control = port.control();
        final int[] table = control.table();
        final byte[] queues = new byte[table.length];
        for (int entry = 0; entry < table.length; entry++) {
            queues[entry] = (byte) table[entry]; // there are at most 64 queues
        }
        return request.put(VireoRss.QUEUES, control.queueCount())
                .put(VireoRss.FIELDS, control.fields())
                .put(VireoRss.KEY, control.key())
                .put(VireoRss.TABLE, queues)
                .put(VireoRss.HITS, port.hitCounts())
                .put(VireoRss.UNHASHED, port.unhashedCount())
                .put(VireoRss.DELIVERED, port.deliveredCounts())
                .put(VireoRss.MISSED, port.missedCounts());
    }
}
