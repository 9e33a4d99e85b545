"""Ten ways to read handwritten digits, tracked with the 0.x API of neptune-client.

Five kinds of models learn scikit-learn's digits, two sets of parameters each: ten experiments in the project that NEPTUNE_PROJECT names.
Each has its parameters, curves by epoch, images of the confusion matrix as it improves, properties, tags, this file, and its model as
an artifact. README.md beside this file has the lines to run it with.
"""

import os
import pickle
import tempfile

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import neptune
import numpy as np
from sklearn.datasets import load_digits
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

EPOCHS = 15
CLASSES = np.arange(10)
SEED = 18


class Linear:
    """Logistic regression on the 64 pixels, learned by stochastic gradient descent."""

    def __init__(self, lr, alpha):
        self.model = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=lr, alpha=alpha, random_state=SEED)

    def learn(self, x, y, epoch):
        self.model.partial_fit(x, y, classes=CLASSES)

    def predict(self, x):
        return self.model.predict_proba(x)


class Network:
    """A network of dense layers; during training a share of the pixels drops out."""

    def __init__(self, layers, lr, dropout):
        self.random = np.random.RandomState(SEED)
        self.dropout = dropout
        sizes = tuple(int(size) for size in layers.split("-"))
        self.model = MLPClassifier(sizes, learning_rate_init=lr, batch_size=64, random_state=SEED)

    def learn(self, x, y, epoch):
        kept = self.random.uniform(size=x.shape) >= self.dropout
        self.model.partial_fit(x * kept / (1 - self.dropout), y, classes=CLASSES)

    def predict(self, x):
        return self.model.predict_proba(x)


class Separable:
    """Xception in miniature: fixed random filters, depthwise then pointwise, as features of a linear model."""

    def __init__(self, filters, lr):
        random = np.random.RandomState(SEED)
        self.depthwise = random.normal(size=(filters, 3, 3))
        self.pointwise = random.normal(size=(filters, filters)) / np.sqrt(filters)
        self.model = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=lr, alpha=1e-4, random_state=SEED)

    def features(self, x):
        windows = np.lib.stride_tricks.sliding_window_view(x.reshape(-1, 8, 8), (3, 3), axis=(1, 2))
        deep = np.einsum("nhwij,fij->nhwf", windows, self.depthwise)
        mixed = np.maximum(deep @ self.pointwise, 0)
        pooled = mixed.reshape(-1, 3, 2, 3, 2, mixed.shape[-1]).max(axis=(2, 4))
        return pooled.reshape(len(x), -1) / 10

    def learn(self, x, y, epoch):
        self.model.partial_fit(self.features(x), y, classes=CLASSES)

    def predict(self, x):
        return self.model.predict_proba(self.features(x))


class Forest:
    """A random forest that grows with each epoch."""

    def __init__(self, trees_per_epoch, max_depth):
        self.step = trees_per_epoch
        self.model = RandomForestClassifier(max_depth=max_depth, warm_start=True, random_state=SEED)

    def learn(self, x, y, epoch):
        self.model.n_estimators = self.step * (epoch + 1)
        self.model.fit(x, y)

    def predict(self, x):
        return self.model.predict_proba(x)


class Boosting:
    """Gradient boosting, a few rounds an epoch."""

    def __init__(self, rounds_per_epoch, lr, max_depth):
        self.step = rounds_per_epoch
        self.model = GradientBoostingClassifier(learning_rate=lr, max_depth=max_depth, subsample=0.5, warm_start=True, random_state=SEED)

    def learn(self, x, y, epoch):
        self.model.n_estimators = self.step * (epoch + 1)
        self.model.fit(x, y)

    def predict(self, x):
        return self.model.predict_proba(x)


RUNS = [
    ("linear", Linear, {"lr": 0.01, "alpha": 1e-4}, ["linear"]),
    ("linear", Linear, {"lr": 0.1, "alpha": 1e-3}, ["linear"]),
    ("network", Network, {"layers": "32", "lr": 0.003, "dropout": 0.0}, ["dense"]),
    ("network", Network, {"layers": "128-64", "lr": 0.003, "dropout": 0.2}, ["dense", "dropout"]),
    ("xception", Separable, {"filters": 16, "lr": 0.1}, ["xception"]),
    ("xception", Separable, {"filters": 32, "lr": 0.1}, ["xception"]),
    ("forest", Forest, {"trees_per_epoch": 2, "max_depth": 6}, ["trees"]),
    ("forest", Forest, {"trees_per_epoch": 8, "max_depth": 16}, ["trees"]),
    ("boosting", Boosting, {"rounds_per_epoch": 1, "lr": 0.3, "max_depth": 2}, ["trees"]),
    ("boosting", Boosting, {"rounds_per_epoch": 2, "lr": 0.3, "max_depth": 2}, ["trees"]),
]


def confusion_figure(truth, guessed):
    figure, axes = plt.subplots(figsize=(4, 4))
    counts = confusion_matrix(truth, guessed, labels=CLASSES)
    axes.imshow(counts, cmap="Blues")
    for row in CLASSES:
        for column in CLASSES:
            axes.text(column, row, counts[row, column], ha="center", va="center", fontsize=7)
    axes.set(xlabel="guessed", ylabel="truth", xticks=CLASSES, yticks=CLASSES)
    return figure


def train(name, kind, params, tags, data):
    x_train, x_val, y_train, y_val = data
    neptune.create_experiment(
        name=name,
        description="**{}** on the digits: {}".format(name, kind.__doc__),
        params=dict(params, epochs=EPOCHS, seed=SEED),
        tags=tags,
        properties={"dataset": "digits", "images": len(x_train) + len(x_val)},
        upload_source_files=[__file__],
    )
    model = kind(**params)
    best = 0.0
    for epoch in range(EPOCHS):
        model.learn(x_train, y_train, epoch)
        for part, x, y in (("train", x_train, y_train), ("val", x_val, y_val)):
            likelihoods = model.predict(x)
            guessed = likelihoods.argmax(axis=1)
            accuracy = accuracy_score(y, guessed)
            loss = log_loss(y, likelihoods, labels=CLASSES)
            neptune.log_metric(part + "/accuracy", epoch, accuracy)
            neptune.log_metric(part + "/loss", epoch, loss)
        best = max(best, accuracy)
        print("{} epoch {}: loss {:.4f}, accuracy {:.4f}".format(name, epoch, loss, accuracy))
        if epoch % 5 == 4:
            figure = confusion_figure(y_val, guessed)
            neptune.log_image("confusion", epoch, figure, image_name="epoch {}".format(epoch), description="accuracy {:.4f}".format(accuracy))
            plt.close(figure)
    neptune.log_text("verdict", "best accuracy {:.4f}".format(best))
    neptune.set_property("best accuracy", "{:.4f}".format(best))
    if best > 0.97:
        neptune.append_tag("good")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.pkl")
        with open(path, "wb") as file:
            pickle.dump(model, file)
        neptune.log_artifact(path)
        neptune.stop()


if __name__ == "__main__":
    digits = load_digits()
    data = train_test_split(digits.data / 16, digits.target, test_size=0.25, random_state=SEED, stratify=digits.target)
    neptune.init()
    for run in RUNS:
        train(*run, data=data)
