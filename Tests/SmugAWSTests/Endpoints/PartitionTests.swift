import Testing

@testable import SmugAWS

@Suite struct PartitionTests {
    @Test(arguments: [
        ("eu-central-1", Partition.aws), ("cn-northwest-1", .china), ("us-gov-east-1", .usGov),
        ("us-iso-east-1", .iso), ("us-isob-east-1", .isoB), ("eusc-de-east-1", .europeanSovereign),
        ("mx-central-1", .aws),
    ])
    func `A region's prefix tells the partition`(region: String, partition: Partition) {
        #expect(Partition(region: region) == partition)
    }
}
