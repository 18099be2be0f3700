// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.io.IOException;
import net.vireo.vrouter.predict.Prediction;

/** How the control socket asks what would become of a packet, and sends probes. Called from the control thread. */
public interface Predictions {
    /** A router that predicts nothing. */
    Predictions NONE = new Predictions() {
        @Override
        public Prediction predict(final int vif, final byte[] frame, final int lcoreNumber) {
            throw Refusal.unsupported("this router predicts nothing");
        }

        @Override
        public boolean probe(final int vif, final byte[] frame, final int lcoreNumber) {
            throw Refusal.unsupported("this router sends no probes");
        }
    };

    /**
     * What would become of a frame that came in on a vif now; nothing is changed.
     *
     * @param lcoreNumber the lcore that would process it, for the steps
     * @throws IOException when the flow table cannot be read
     */
    Prediction predict(int vif, byte[] frame, int lcoreNumber) throws IOException;

    /**
     * Sends a frame as if it had come in on a vif.
     *
     * @param lcoreNumber the lcore that is to process it: one that forwards
     * @return false when it found no buffer
     */
    boolean probe(int vif, byte[] frame, int lcoreNumber);
}
