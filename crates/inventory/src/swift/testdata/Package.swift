// swift-tools-version:5.7
import PackageDescription

let package = Package(
    name: "Sample",
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.33.0"),
        .package(
            name: "Vapor",
            url: "https://github.com/vapor/vapor",
            .upToNextMajor(from: "4.0.0")
        ),
        .package(id: "mona.LinkedList", .upToNextMajor(from: "1.0.0")),
        .package(path: "../shared"),
        // .package(url: "https://github.com/acme/gone", branch: "main"),
    ],
    targets: [
        .target(name: "Sample", dependencies: [.product(name: "NIO", package: "swift-nio")])
    ]
)
