// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/**
 * How a data plane was started.
 *
 * @param model Contrail's word for {@code loadBalance}: {@code run-to-completion}, {@code hybrid} or {@code pipeline}; as it
 *     is where it has none
 * @param loadBalance {@code auto}, {@code all}, {@code contrail}, {@code none} or {@code pipeline}
 * @param queuePolicy {@code all} or {@code contrail}
 * @param poll {@code adaptive} or {@code busy}
 */
public record Settings(String model, String loadBalance, String queuePolicy, String poll) {
    /** With the model's name out of the load balance. */
    public static Settings of(final String loadBalance, final String queuePolicy, final String poll) {
        final String model =
                switch (loadBalance) {
                    case "none" -> "run-to-completion";
                    case "contrail" -> "hybrid";
                    default -> loadBalance;
                };
        return new Settings(model, loadBalance, queuePolicy, poll);
    }
}
