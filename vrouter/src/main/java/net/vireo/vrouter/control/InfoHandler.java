// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInfo;

/**
 * {@code vr_info_req}: text about the data plane, one object per piece of it. A get answers the piece in the marker, a
 * dump the one behind it. The text is made anew for each piece, so nothing is kept for a client that goes away.
 */
final class InfoHandler implements ObjectHandler<VrInfo> {
    /** A page of a dump must hold one. */
    private static final int PIECE_BYTES = 3072;

    private final InfoText text;

    InfoHandler(final InfoText text) {
        this.text = text;
    }

    @Override
    public void handle(final VrInfo request, final ReplyWriter reply) {
        final int marker = request.value(VrInfo.MARKER);
        switch (request.op()) {
            case GET -> reply.objects(piece(request, text(request), Math.max(marker, 0)));
            case DUMP -> reply.dump(page(request, Math.clamp(marker, -1, Short.MAX_VALUE - 1) + 1));
            default -> throw Refusal.unsupported("information can be read only");
        }
    }

    private DumpPage page(final VrInfo request, final int number) {
        final byte[] all = text(request);
        final DumpPage page = new DumpPage();
        if (number * PIECE_BYTES < all.length) {
            page.offer(piece(request, all, number));
        }
        if ((number + 1) * PIECE_BYTES < all.length) {
            page.more();
        }
        return page;
    }

    private byte[] text(final VrInfo request) {
        return text.about(request.value(VrInfo.MSGINFO)).getBytes(StandardCharsets.UTF_8);
    }

    private static VrInfo piece(final VrInfo request, final byte[] all, final int number) {
        final int from = Math.min(number * PIECE_BYTES, all.length);
        final int to = Math.min(from + PIECE_BYTES, all.length);
        return new VrInfo()
                .op(SandeshOp.GET)
                .put(VrInfo.MSGINFO, request.value(VrInfo.MSGINFO))
                .put(VrInfo.MARKER, number)
                .put(VrInfo.OUTBUFSZ, all.length)
                .put(VrInfo.PROC_INFO, Arrays.copyOfRange(all, from, to));
    }
}
