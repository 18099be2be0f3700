// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.vireo.sandesh.VrInfo;
import net.vireo.sandesh.VrouterClient;

/** Texts that the data plane writes about itself, by their numbers on the wire (sheet vrouter-dataplane, 5.2). */
final class RouterText {
    static final int VERSION = 1;
    static final int POOLS = 4;
    static final int LCORES = 7;

    private RouterText() {}

    /**
     * Fetches a text, put together from its pieces.
     *
     * @throws net.vireo.sandesh.VrouterRefusal EOPNOTSUPP when the router has nothing to say about this
     */
    static String about(final VrouterClient client, final int number) {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (final VrInfo piece :
                client.dump(new VrInfo().put(VrInfo.MSGINFO, number)).all(VrInfo.class)) {
            text.writeBytes(piece.value(VrInfo.PROC_INFO));
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
