// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

/** Which limit a new flow met. */
public enum FlowRefusal {
    VM_FLOWS("the virtual machine has as many flows as one may have"),
    INTERFACE_FLOWS("the interface has as many flows as its max-flows"),
    LINK_LOCAL_FLOWS("the node has as many link-local flows as it may have"),
    LINK_LOCAL_FLOWS_OF_VM("the virtual machine has as many link-local flows as one may have"),
    WAITING("as many flows as may wait for the data plane do already");

    private final String text;

    FlowRefusal(final String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
