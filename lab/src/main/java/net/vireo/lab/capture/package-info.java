// SPDX-License-Identifier: Apache-2.0
/** The lab's own eyes: frames read from a wire, independent of the data plane's code. */
package net.vireo.lab.capture;
