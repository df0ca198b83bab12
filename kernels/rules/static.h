/*---
rule:    static
summary: The weight never changes
source:  none needed
examples:
  - {weight: 50, pre_ms: [100, 105], post_ms: [102, 110], read_at_ms: 200, expect: 50, within: 0, why: nothing changes it}
---*/
