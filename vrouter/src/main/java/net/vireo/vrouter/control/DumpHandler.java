// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.io.IOException;
import java.nio.file.Path;
import net.vireo.port.pcap.PcapWriter;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VireoDump;
import net.vireo.vrouter.capture.Captures;
import net.vireo.vrouter.table.Tables;

/**
 * {@code vireo_dump_req}: add starts the capture of a vif (in place of an earlier one), get answers how much was
 * written, or -ENOENT when no capture runs (any more), delete ends it.
 */
final class DumpHandler implements ObjectHandler<VireoDump> {
    private final Captures captures;
    private final Tables tables;

    DumpHandler(final Captures captures, final Tables tables) {
        this.captures = captures;
        this.tables = tables;
    }

    @Override
    public void handle(final VireoDump request, final ReplyWriter reply) {
        final int vif = request.value(VireoDump.VIF);
        switch (request.op()) {
            case ADD -> {
                start(vif, request);
                reply.ok();
            }
            case GET -> {
                if (!captures.isRunning(vif)) {
                    throw new Refusal(ResponseError.ENOENT, "no capture of vif " + vif + " runs");
                }
                reply.objects(counted(vif, request));
            }
            case DEL -> {
                captures.stop(vif);
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a capture");
        }
    }

    private void start(final int vif, final VireoDump request) {
        if (tables.vif(vif) == null) {
            throw new Refusal(ResponseError.ENODEV, "capture of vif " + vif + ", which does not exist");
        }
        final Path path = Path.of(request.value(VireoDump.PATH));
        final int snapLengthBytes = request.value(VireoDump.SNAPLEN);
        if (!path.isAbsolute() || snapLengthBytes < 0 || snapLengthBytes > PcapWriter.WHOLE_FRAMES) {
            throw Refusal.invalid("a capture needs an absolute path and a length of 0 to " + PcapWriter.WHOLE_FRAMES);
        }
        try {
            captures.start(vif, path, snapLengthBytes == 0 ? PcapWriter.WHOLE_FRAMES : snapLengthBytes);
        } catch (final IOException e) {
            throw new Refusal(ResponseError.EIO, "capture to " + path + ": " + e.getMessage());
        }
    }

    private VireoDump counted(final int vif, final VireoDump request) {
        return request.put(VireoDump.PACKETS, (int) captures.recordedCount(vif))
                .put(VireoDump.DROPPED, (int) captures.missedCount(vif));
    }
}
