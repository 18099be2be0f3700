// SPDX-License-Identifier: Apache-2.0
/** The kernel's structs, one class each; sizes and offsets are asserted when the class loads. Not exported. */
package net.vireo.linux.struct;
